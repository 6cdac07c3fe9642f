"""What a service says when it will not do something."""


class DomainError(Exception):
    """A sentence: what is wrong, what to enter; nothing was changed. `field` names the input it is about."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
