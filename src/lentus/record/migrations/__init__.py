"""The schema's steps, one file a step, run in order when a store is opened."""
