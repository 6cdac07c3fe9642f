"""The headline jobs, each as a ratio against its limit measured in the same run."""
