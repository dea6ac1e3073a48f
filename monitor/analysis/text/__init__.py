"""Words, sentences, languages and the data that speak of them: what everything else reads with."""
