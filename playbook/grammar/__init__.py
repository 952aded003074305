"""How languages inflect the word for a squad: pure, one file a language, one table (`playbook.grammar.table`)."""
