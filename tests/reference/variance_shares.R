# Omega squared by effectsize on aov; and the fault line's statistic from its definition, over every assignment of
# the group labels within the sides.
omega <- function(rating, group)
  max(0, effectsize::omega_squared(aov(rating ~ factor(group)), partial = FALSE, verbose = FALSE)$Omega2)

tables <- sapply(inputs$tables, function(table) {
  table <- if (is.matrix(table)) table else do.call(rbind, table)
  omega(unlist(lapply(seq_len(nrow(table)), function(g) answers(table[g, ]))), rep(seq_len(nrow(table)), rowSums(table)))
})

line <- inputs$fault_line
mean_share <- function(x, labels)
  mean(apply(x, 2, function(item) omega(item[!is.na(item)], labels[!is.na(item)])))
statistic <- function(x, sides, groups) mean(apply(x, 2, function(item) {
  given <- !is.na(item)
  left <- item[given] - ave(item[given], sides[given])
  sum(ave(left, groups[given])^2) / sum(left^2)
}))
# Every way to give the first side's labels and the second's; each side has two groups.
ways <- function(side) {
  own <- which(line$sides == side); first <- line$groups[own[1]]; other <- setdiff(line$groups[own], first)
  apply(combn(length(own), sum(line$groups[own] == first)), 2, function(chosen) {
    labels <- rep(other, length(own)); labels[chosen] <- first; labels
  }, simplify = FALSE)
}
seen <- statistic(line$answers, line$sides, line$groups)
every <- unlist(lapply(ways("a"), function(a) sapply(ways("b"), function(b) {
  groups <- line$groups; groups[line$sides == "a"] <- a; groups[line$sides == "b"] <- b
  statistic(line$answers, line$sides, groups)
})))
values <- list(tables = tables, between_sides = mean_share(line$answers, line$sides),
               between_groups = mean_share(line$answers, line$groups), p = mean(every >= seen - 1e-9))
