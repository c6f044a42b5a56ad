"""The knowledge base's nouns."""

from knowledgebase.models.article import Article
from knowledgebase.models.section import Section

__all__ = ["Article", "Section"]
