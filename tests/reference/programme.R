# The trend of a programme's sixth wave, worked out by base R from raw answers: a baseline that asked more of the
# trust scales, of which these are the statements that pulses ask again, then five pulses. Each wave's "a" and "b" are people (rows) by statements (columns).
statements <- inputs$statements
scale_of <- sub("\\.[a-z_]*@", "@", statements)
scales <- unique(scale_of)
side_of <- function(wave, scale, side) {
  answers <- inputs$waves[[side]][[wave]]
  answers <- answers[, scale_of == scale, drop = FALSE]
  n <- nrow(answers)
  score <- rowMeans(answers)
  list(mean = mean(score), v = var(score) / n, df = n - 1)
}
contrast <- function(weights, samples) {
  v <- sapply(samples, `[[`, "v") * weights^2
  df <- sum(v)^2 / sum(v^2 / sapply(samples, `[[`, "df"))
  value <- sum(weights * sapply(samples, `[[`, "mean"))
  list(value = value, interval = value + c(-1, 1) * qt(.975, df) * sqrt(sum(v)), 
       p = 2 * pt(-abs(value) / sqrt(sum(v)), df))
}
last <- 6
change <- function(scale, since) {
  now <- lapply(c("b", "a"), function(side) side_of(last, scale, side))
  then <- lapply(c("b", "a"), function(side) side_of(since, scale, side))
  gap <- contrast(c(1, -1, -1, 1), c(now, then))
  sides <- list(b = contrast(c(1, -1), list(now[[1]], then[[1]])), a = contrast(c(1, -1), list(now[[2]], then[[2]])))
  both <- contrast(c(.5, .5, -.5, -.5), c(now, then))
  # Shaffer's procedure of four hypotheses, any two of which imply the others.
  nothing <- 4 * min(gap$p, sides$a$p, sides$b$p, both$p)
  # Two earlier waves a scale, four fifths of alpha, six pulses.
  times <- 2 * length(scales) * 6 / .8
  adjusted <- function(of) c(of, p_adjusted = min(1, times * max(nothing, of$p)))
  c(adjusted(gap), list(sides = lapply(sides, adjusted), both = adjusted(both)))
}
steps <- list()
for (scale in scales) for (since in c(last - 1, 1)) steps[[paste(scale, since)]] <- change(scale, since)
days <- as.numeric(as.Date(inputs$closed) - as.Date(inputs$closed[1])) / 30.44
slope_of <- function(scale) {
  a <- lapply(1:last, side_of, scale, "a"); b <- lapply(1:last, side_of, scale, "b")
  gap <- sapply(b, `[[`, "mean") - sapply(a, `[[`, "mean")
  v <- sapply(a, `[[`, "v") + sapply(b, `[[`, "v")
  unname(coef(lm(gap ~ days, weights = 1 / v))["days"])
}
values <- list(
  means = lapply(setNames(scales, scales), function(scale)
    lapply(list(a = "a", b = "b"), function(side) sapply(1:last, function(w) side_of(w, scale, side)$mean))),
  previous = lapply(setNames(scales, scales), function(scale)
    steps[[paste(scale, last - 1)]]),
  first = lapply(setNames(scales, scales), function(scale)
    steps[[paste(scale, 1)]]),
  slope = lapply(setNames(scales, scales), slope_of)
)
