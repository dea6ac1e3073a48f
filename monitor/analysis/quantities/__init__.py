"""Periods, ages, deadlines and amounts, and what each governs."""
