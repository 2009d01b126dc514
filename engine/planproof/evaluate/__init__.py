"""Rules over a tree give an Evaluation: verdict, violations, coverage."""
