# The normal model of many gaps, from its definition: the joint normal distribution of gaps and differences, conditioned on
# the differences (package mvtnorm for its density). Nothing is shared with the program but the priors of docs/method.md.
library(mvtnorm)
tried <- list(c(0, .15, .30, .50, .80), c(.05, .20, .40, .60, .90, 1.30), c(.05, .15, .30, .50, .75, 1))
prior <- c(.30, .45, .35)
weight <- function(values, spread) {
  inner <- (head(values, -1) + tail(values, -1)) / 2
  edges <- c(0, inner, tail(values, 1) + diff(tail(values, 2)) / 2)
  diff(edges) * 2 * dnorm(values, 0, spread)
}
model <- function(case) {
  d <- case$differences; df <- pmax(case$freedom, 3); m <- length(d)
  alike <- outer(case$groups, case$groups, "==")
  together <- ifelse(alike, case$within, case$between)
  diag(together) <- 1
  error <- sqrt(case$squared_errors * df / (df - 2))
  noise <- diag(error, m) %*% together %*% diag(error, m)
  grid <- expand.grid(overall = tried[[1]], group = tried[[2]], own = tried[[3]])
  prior_weight <- apply(expand.grid(weight(tried[[1]], prior[1]), weight(tried[[2]], prior[2]), weight(tried[[3]], prior[3])), 1, prod)
  each <- lapply(seq_len(nrow(grid)), function(i) {
    gaps <- grid$overall[i]^2 + grid$group[i]^2 * alike + grid$own[i]^2 * diag(m)
    gain <- gaps %*% solve(gaps + noise)
    list(likelihood = dmvnorm(d, sigma = gaps + noise), mean = drop(gain %*% d), variance = diag(gaps - gain %*% gaps))
  })
  likely <- prior_weight * sapply(each, function(e) e$likelihood); likely <- likely / sum(likely)
  means <- sapply(each, function(e) e$mean); variances <- sapply(each, function(e) e$variance)
  mean <- drop(means %*% likely)
  spread <- sqrt(drop((variances + means^2) %*% likely) - mean^2)
  list(mean = mean, low = mean - qt(.975, df) * spread, high = mean + qt(.975, df) * spread,
       above = drop(pt((means - case$threshold) / sqrt(variances), df) %*% likely),
       below = drop(pt((-means - case$threshold) / sqrt(variances), df) %*% likely))
}
correlated <- function(case) {
  # Within sides, pair by pair over the people who answered both.
  centred <- case$answers
  for (side in unique(case$is_b)) {
    rows <- case$is_b == side
    centred[rows, ] <- scale(centred[rows, ], scale = FALSE)
  }
  pairs <- combn(ncol(centred), 2)
  r <- apply(pairs, 2, function(p) {
    x <- centred[, p[1]]; y <- centred[, p[2]]; both <- !is.na(x) & !is.na(y)
    sum(x[both] * y[both]) / sqrt(sum(x[both]^2) * sum(y[both]^2))
  })
  alike <- case$groups[pairs[1, ]] == case$groups[pairs[2, ]]
  c(within = mean(r[alike]), between = mean(r[!alike]))
}
values <- list(models = lapply(seq_len(nrow(inputs$models)), function(i) model(lapply(inputs$models, `[[`, i))),
               correlation = as.list(correlated(inputs$people)))
