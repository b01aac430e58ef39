"""Laws of the cohort."""
