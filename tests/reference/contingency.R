p <- mapply(function(a, b) fisher.test(rbind(a, b)[, a + b > 0], workspace = 2e7)$p.value,
            inputs$tables$a, inputs$tables$b)

# How often both sides keep their modes, over all rows that could be drawn: the first of the largest is the mode.
rows <- function(n, k) {
  all <- as.matrix(expand.grid(rep(list(0:n), k)))
  all[rowSums(all) == n, , drop = FALSE]
}
keeps <- function(counts) {
  drawn <- rows(sum(counts), length(counts))
  sum(apply(drawn, 1, function(x) if (which.max(x) == which.max(counts)) dmultinom(x, prob = counts) else 0))
}
holding <- mapply(function(a, b) keeps(a) * keeps(b), inputs$holding$a, inputs$holding$b)

values <- list(p = p, holding = holding)
