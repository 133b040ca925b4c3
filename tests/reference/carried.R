# Changes of people of whom some are in both samples, several looks at them, and hypotheses of unequal weight.
library(mvtnorm)
first <- inputs$first
later <- inputs$later
# The first `both` of either are the same people, in the same order.
overlapping <- function(both) {
  # Derrick et al. (2017), T_new2: the correlation is that which the variance of the differences leaves.
  n1 <- length(first); n2 <- length(later)
  v1 <- var(first); v2 <- var(later)
  d <- (later - first)[seq_len(both)]
  r <- (v1 + v2 - var(d)) / (2 * sqrt(v1 * v2))
  se <- sqrt(v1 / n1 + v2 / n2 - 2 * r * sqrt(v1 * v2) * both / (n1 * n2))
  gamma <- (v1 / n1 + v2 / n2)^2 / ((v1 / n1)^2 / (n1 - 1) + (v2 / n2)^2 / (n2 - 1))
  na <- n1 - both; nb <- n2 - both
  list(value = mean(later) - mean(first), se = se,
       df = (both - 1) + (gamma - both + 1) / (na + nb + 2 * both) * (na + nb))
}
paired <- t.test(later, first, paired = TRUE)
several <- t.test(inputs$means[-1], inputs$means[1], var.equal = TRUE)
# Look by look, the level at which the probability of having crossed any boundary becomes what may be spent.
levels_of_looks <- function(t, alpha) {
  spent <- alpha * t
  bounds <- c()
  for (k in seq_along(t)) {
    r <- outer(t[1:k], t[1:k], function(x, y) sqrt(pmin(x, y) / pmax(x, y)))
    crossed <- function(z) {
      if (k == 1) return(pnorm(-z) - spent[1])
      1 - pmvnorm(upper = c(bounds, z), corr = r, algorithm = Miwa(steps = 512)) - spent[k]
    }
    bounds <- c(bounds, uniroot(crossed, c(0.5, 8), tol = 1e-10)$root)
  }
  pnorm(-bounds)
}
values <- list(
  overlapping = lapply(inputs$both, overlapping),
  paired = list(value = unname(paired$estimate), df = unname(paired$parameter), p = paired$p.value),
  several = list(value = unname(several$estimate[1] - several$estimate[2]), se = several$stderr,
                 df = unname(several$parameter), p = several$p.value),
  looks = levels_of_looks(inputs$information, .025),
  holm = p.adjust(inputs$p, "holm")
)
