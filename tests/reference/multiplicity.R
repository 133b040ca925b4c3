# Westfall and Young's step-down procedure over every one of the choose(11, 5) assignments; 0 is no answer. The
# statistic is the normal deviate of the logit-transformed Brunner-Munzel t on Satterthwaite's degrees of freedom.
people <- rbind(inputs$a, inputs$b)
n_b <- nrow(inputs$b)

deviate <- function(x, y) {
  x <- x[x > 0]; y <- y[y > 0]
  wins <- outer(y, x, function(y, x) (x < y) + (x == y) / 2)
  p <- mean(wins)
  u <- var(1 - colMeans(wins)) / length(x); v <- var(rowMeans(wins)) / length(y)
  if (p == .5) return(0)
  if (u + v < 1e-12) return(Inf)
  df <- (u + v)^2 / (u^2 / (length(x) - 1) + v^2 / (length(y) - 1))
  -qnorm(pt(-abs(qlogis(p) * p * (1 - p) / sqrt(u + v)), df))
}
all_z <- function(chosen) sapply(seq_len(ncol(people)), function(s) deviate(people[-chosen, s], people[chosen, s]))

seen <- all_z(nrow(people) - n_b + seq_len(n_b))
falling <- order(-seen)
every <- combn(nrow(people), n_b, all_z)[falling, ]
largest <- apply(every, 2, function(t) rev(cummax(rev(t))))
p <- cummax(rowMeans(largest >= seen[falling] - 1e-9))
values <- list(z = seen, p_adjusted = p[order(falling)])
