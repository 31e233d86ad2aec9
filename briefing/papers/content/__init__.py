"""What a paper says and in which order: passages of the sources chosen by worth, put together by subject.

A passage is a stretch of a source's sentence as it stands there, its figures bound to their facts: measure words, bounds, what a part is
part of and the words of a stage are the source's because nothing is said anew. Which subjects there are, and what a subject is worth, is
data (`words`).
"""
