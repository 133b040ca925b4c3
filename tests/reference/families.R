# Westfall and Young's step-down max-T over every one of the choose(11, 5) assignments; 0 is no answer.
people <- rbind(inputs$a, inputs$b)
n_b <- nrow(inputs$b)

logit_t <- function(x, y) {
  x <- x[x > 0]; y <- y[y > 0]
  wins <- outer(y, x, function(y, x) (x < y) + (x == y) / 2)
  p <- mean(wins)
  variance <- var(1 - colMeans(wins)) / length(x) + var(rowMeans(wins)) / length(y)
  if (p == .5) 0 else if (variance < 1e-12) Inf else qlogis(p) * p * (1 - p) / sqrt(variance)
}
all_t <- function(chosen) sapply(seq_len(ncol(people)), function(s) abs(logit_t(people[-chosen, s], people[chosen, s])))

seen <- all_t(nrow(people) - n_b + seq_len(n_b))
falling <- order(-seen)
every <- combn(nrow(people), n_b, all_t)[falling, ]
largest <- apply(every, 2, function(t) rev(cummax(rev(t))))
p <- cummax(rowMeans(largest >= seen[falling] - 1e-9))
values <- list(t = seen, p_adjusted = p[order(falling)])
