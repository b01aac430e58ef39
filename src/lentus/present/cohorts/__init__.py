"""How the answer of a trial is shown: words, pictures, a page. Every figure says that it is a model's."""
