# Brunner-Munzel from its definition, person by person, and its permutation over every assignment of the people.
row <- function(x, i) if (is.matrix(x)) x[i, ] else if (is.data.frame(x)) unlist(x[i, ]) else x[[i]]

brunner_munzel <- function(x, y) {
  wins <- outer(y, x, function(y, x) (x < y) + (x == y) / 2)  # a row for each of y, a column for each of x
  p <- mean(wins)
  u <- var(1 - colMeans(wins)) / length(x)
  v <- var(rowMeans(wins)) / length(y)
  list(p = p, variance = u + v, df = (u + v)^2 / (u^2 / (length(x) - 1) + v^2 / (length(y) - 1)))
}

compared <- lapply(seq_along(inputs$name), function(i) {
  found <- brunner_munzel(answers(row(inputs$a, i)), answers(row(inputs$b, i)))
  error <- sqrt(found$variance) / (found$p * (1 - found$p))
  limits <- function(level) 2 * plogis(qlogis(found$p) + c(-1, 1) * qt((1 + level) / 2, found$df) * error) - 1
  list(name = inputs$name[i], p = found$p, variance = found$variance, df = found$df, t = qlogis(found$p) / error,
       p_value = 2 * pt(-abs(qlogis(found$p) / error), found$df), interval_95 = limits(.95), interval_90 = limits(.90))
})

statistic <- function(x, y) {
  found <- brunner_munzel(x, y)
  if (found$p == .5) 0 else (found$p - .5) / sqrt(found$variance)
}
permuted <- sapply(seq_len(nrow(inputs$permuted)), function(i) {
  x <- answers(inputs$permuted$a[[i]]); y <- answers(inputs$permuted$b[[i]])
  pooled <- c(x, y)
  seen <- abs(statistic(x, y))
  every <- combn(length(pooled), length(x), function(chosen) abs(statistic(pooled[chosen], pooled[-chosen])))
  mean(every >= seen - 1e-9)
})

values <- list(compared = compared, permuted = permuted, holm = p.adjust(inputs$p_values, "holm"))
