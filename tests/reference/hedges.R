# g and its limits: g by effectsize, whose search for the limits is good to six digits. So they are found again by
# integrating the normal distribution over that of the standard deviation: pt() loses digits from the tenth on, and
# gives up at noncentralities over 37.
row <- function(x, i) if (is.matrix(x)) x[i, ] else x[[i]]

noncentral_t <- function(t, df, ncp) {
  from <- sqrt(qchisq(1e-23, df) / df); to <- sqrt(qchisq(1e-23, df, lower.tail = FALSE) / df)
  density <- function(y) 2 * df * y * dchisq(df * y^2, df)
  # Split where the normal distribution rises, so that no step is missed.
  points <- sort(unique(c(from, pmin(pmax((ncp + c(-8, -2, 0, 2, 8)) / t, from), to), 1, to)))
  sum(sapply(seq_len(length(points) - 1), function(i)
    integrate(function(y) pnorm(t * y - ncp) * density(y), points[i], points[i + 1],
              rel.tol = 1e-12, abs.tol = 1e-15, subdivisions = 2000)$value))
}
limits <- function(t, n_x, n_y, alpha) {
  df <- n_x + n_y - 2
  width <- 12 * sqrt(1 + t^2 / (2 * df))
  ncp <- sapply(c(1 - alpha / 2, alpha / 2), function(p)
    uniroot(function(ncp) noncentral_t(t, df, ncp) - p, t + c(-width, width), tol = 1e-13)$root)
  ncp * exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2) * sqrt(1 / n_x + 1 / n_y)
}

compared <- lapply(seq_along(inputs$a), function(i) {
  x <- answers(row(inputs$a, i)); y <- answers(row(inputs$b, i))
  found <- as.data.frame(effectsize::hedges_g(y, x, pooled_sd = TRUE, verbose = FALSE))
  t <- unname(t.test(y, x, var.equal = TRUE)$statistic)
  list(g = found$Hedges_g, interval_effectsize = c(found$CI_low, found$CI_high),
       interval = limits(t, length(x), length(y), .05), interval_90 = limits(t, length(x), length(y), .1))
})
wide <- lapply(seq_len(nrow(inputs$wide)), function(i) {
  n <- inputs$wide$n[i]
  limits(inputs$wide$d[i] * sqrt(n / 2), n, n, .05)
})
values <- list(compared = compared, wide = wide)
