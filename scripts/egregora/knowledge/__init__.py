"""Knowledge: the conversation in chunks that can be found again.

chunks       messages cut by time gap and size, within periods
embeddings   the vectors of chunks, from a model
"""

from egregora.knowledge.chunks import chunks
from egregora.knowledge.embeddings import embeddings, knowledge

__all__ = ["chunks", "embeddings", "knowledge"]
