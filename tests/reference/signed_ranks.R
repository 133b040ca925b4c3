library(coin)

differences <- function(counts) rep(seq_along(counts) - (length(counts) + 1) / 2, counts)
# By coin: differences enter as ratings against 0. It keeps midranks by doubling them, as is done here.
by_coin <- function(counts, distribution) {
  ratings <- data.frame(second = differences(counts), first = 0)
  as.numeric(pvalue(wilcoxsign_test(second ~ first, ratings, zero.method = "Pratt", distribution = distribution)))
}
# exactRankTests drops zeros before ranking, so it is asked only where there are none.
by_exact_rank_tests <- function(counts) exactRankTests::wilcox.exact(differences(counts))$p.value

# The score interval of a difference of paired shares from its definition: for every difference tried, the share q
# that makes the three counts most likely is the one where the derivative of their log-likelihood is 0.
limits <- function(n, higher, lower, level) {
  z <- qnorm((1 + level) / 2)
  statistic <- function(delta) {
    slope <- function(q) {
      part <- function(count, share) if (count == 0) 0 else count / share
      part(higher, q + delta) + part(lower, q) - 2 * part(n - higher - lower, 1 - delta - 2 * q)
    }
    ends <- c(max(0, -delta), (1 - delta) / 2) + c(1, -1) * 1e-14
    q <- if (slope(ends[1]) <= 0) ends[1] else if (slope(ends[2]) >= 0) ends[2] else uniroot(slope, ends, tol = 1e-15)$root
    (higher - lower - n * delta) / sqrt(n * (2 * q + delta - delta^2))
  }
  estimate <- (higher - lower) / n
  c(uniroot(function(delta) statistic(delta) - z, c(-1 + 1e-9, estimate), tol = 1e-14)$root,
    uniroot(function(delta) statistic(delta) + z, c(estimate, 1 - 1e-9), tol = 1e-14)$root)
}

values <- list(
  exact = sapply(inputs$counts, by_coin, distribution = "exact"),
  approximate = sapply(inputs$counts, by_coin, distribution = "asymptotic"),
  without_zeros = sapply(inputs$without_zeros, by_exact_rank_tests),
  interval_95 = with(inputs$score, mapply(limits, n, higher, lower, level = .95, SIMPLIFY = FALSE)),
  interval_90 = with(inputs$score, mapply(limits, n, higher, lower, level = .90, SIMPLIFY = FALSE))
)
