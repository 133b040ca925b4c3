# Omega squared by the package effectsize; the permutation test over every way to deal the labels out inside the sides.
rated <- function(tables) {
  tables <- if (is.list(tables)) do.call(rbind, tables) else tables
  data.frame(rating = unlist(apply(tables, 1, answers, simplify = FALSE)),
             group = factor(rep(seq_len(nrow(tables)), rowSums(tables))))
}
omega <- sapply(inputs$tables, function(tables)
  effectsize::omega_squared(aov(rating ~ group, rated(tables)), verbose = FALSE)$Omega2)

x <- inputs$answers; side <- inputs$side; group <- inputs$group
left <- apply(x, 2, function(column) column - ave(column, side))
statistic <- function(labels) mean(sapply(seq_len(ncol(x)), function(s)
  sum(ave(left[, s], labels)^2) / sum(left[, s]^2)))
in_a <- which(side == "a"); in_b <- which(side == "b")
every <- unlist(apply(combn(in_a, sum(group[in_a] == "sales")), 2, function(first)
  apply(combn(in_b, sum(group[in_b] == "sales")), 2, function(second)
    statistic(ifelse(seq_along(group) %in% c(first, second), "sales", "medical")))))
share <- function(labels) mean(sapply(seq_len(ncol(x)), function(s)
  effectsize::omega_squared(aov(x[, s] ~ factor(labels)), verbose = FALSE)$Omega2))
values <- list(omega = omega, p = mean(every >= statistic(group) - 1e-9),
               between_sides = share(side), between_groups = share(group))
