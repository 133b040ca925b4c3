p <- mapply(function(a, b) fisher.test(rbind(a, b)[, a + b > 0], workspace = 2e7)$p.value,
            inputs$tables$a, inputs$tables$b)

values <- list(p = p)
