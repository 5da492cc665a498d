"""Orders as notices of conclusions word them, composed of phrases, with what came of each."""
