"""What words do in a sentence, by closed classes and endings alone: verbs, noun phrases, words for people."""
