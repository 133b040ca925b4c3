# Paule-Mandel's tau2 and the best linear unbiased predictions, by metafor, with its search made as narrow as it goes.
values <- lapply(seq_len(nrow(inputs)), function(i) {
  fitted <- metafor::rma(inputs$estimates[[i]], inputs$variances[[i]], method = "PM",
                         control = list(tol = 1e-15, maxiter = 10000))
  list(tau2 = fitted$tau2, shrunken = metafor::blup(fitted)$pred)
})
