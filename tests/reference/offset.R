# Where nobody skips: Welch on people's means. Where some do: the variance of a mean of means by the jackknife-like
# influence of each person, written out person by person.
whole <- t.test(rowMeans(inputs$b), rowMeans(inputs$a))

side <- function(answers) {
  n <- nrow(answers)
  moved <- sapply(seq_len(n), function(i) {
    s <- which(!is.na(answers[i, ]))
    sum(sapply(s, function(s) (answers[i, s] - mean(answers[, s], na.rm = TRUE)) * n / sum(!is.na(answers[, s])))) /
      ncol(answers)
  })
  list(mean = mean(colMeans(answers, na.rm = TRUE)), squared_error = sum(moved^2) / (n * (n - 1)), n = n)
}
a <- side(inputs$a_skipped); b <- side(inputs$b_skipped)
u <- a$squared_error; v <- b$squared_error
df <- (u + v)^2 / (u^2 / (a$n - 1) + v^2 / (b$n - 1))
values <- list(difference = unname(whole$estimate[1] - whole$estimate[2]), interval = as.numeric(whole$conf.int),
               difference_skipped = b$mean - a$mean,
               interval_skipped = b$mean - a$mean + c(-1, 1) * qt(.975, df) * sqrt(u + v))
