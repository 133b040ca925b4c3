# Changes of a gap between waves, by base R: the statistic of Welch's test for a contrast of several means
# (Satterthwaite 1946), and weighted least squares for the slope.
of_sample <- function(x) list(mean = mean(x), v = var(x) / length(x), df = length(x) - 1)
contrast <- function(weights, samples) {
  means <- sapply(samples, `[[`, "mean")
  v <- sapply(samples, `[[`, "v") * weights^2
  df <- sum(v)^2 / sum(v^2 / sapply(samples, `[[`, "df"))
  value <- sum(weights * means)
  se <- sqrt(sum(v))
  list(value = value, df = df, se = se,
       interval = value + c(-1, 1) * qt(.975, df) * se,
       interval_90 = value + c(-1, 1) * qt(.95, df) * se,
       p = 2 * pt(-abs(value / se), df),
       detectable = se * (qt(1 - .05 / 2 / 6, df) + qt(.8, df)))
}
a <- lapply(inputs$waves$a, of_sample)
b <- lapply(inputs$waves$b, of_sample)
last <- length(a)
change <- function(since) contrast(c(1, -1, -1, 1), list(b[[last]], a[[last]], b[[since]], a[[since]]))
gaps <- sapply(b, `[[`, "mean") - sapply(a, `[[`, "mean")
v <- sapply(a, `[[`, "v") + sapply(b, `[[`, "v")
months <- inputs$waves$day / inputs$month
fit <- lm(gaps ~ months, weights = 1 / v)
# The variances are known, not estimated from the residuals: the unscaled covariance is that of the slope.
error <- sqrt(summary(fit)$cov.unscaled["months", "months"])
wbar <- weighted.mean(months, 1 / v)
weights <- (months - wbar) / v / sum((months - wbar)^2 / v)
parts <- c(weights^2 * sapply(a, `[[`, "v"), weights^2 * sapply(b, `[[`, "v"))
df <- sum(parts)^2 / sum(parts^2 / c(sapply(a, `[[`, "df"), sapply(b, `[[`, "df")))
values <- list(
  since_previous = change(last - 1),
  since_first = change(1),
  # Two samples: base R's own Welch test.
  side_a = list(interval = as.numeric(t.test(inputs$waves$a[[last]], inputs$waves$a[[1]])$conf.int),
                p = t.test(inputs$waves$a[[last]], inputs$waves$a[[1]])$p.value),
  slope = list(value = unname(coef(fit)["months"]), se = error, df = df,
               interval = unname(coef(fit)["months"]) + c(-1, 1) * qt(.975, df) * error)
)
