interval <- function(successes, n, level) as.numeric(prop.test(successes, n, conf.level = level, correct = FALSE)$conf.int)
values <- suppressWarnings(list(
  interval_95 = mapply(interval, inputs$successes, inputs$n, level = .95, SIMPLIFY = FALSE),
  interval_90 = mapply(interval, inputs$successes, inputs$n, level = .90, SIMPLIFY = FALSE)
))
