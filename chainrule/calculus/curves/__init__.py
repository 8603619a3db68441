"""Relations, parametric curves and inverse functions: slopes where y is not given as a formula of x."""
