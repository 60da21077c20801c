"""Council papers that are right: from data/ through templates/ to output/."""
