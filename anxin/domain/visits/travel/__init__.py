"""Driving times from outside, for a short list only: rank offline, ask for the top three, keep the answer an hour.

One protocol, four sources: an OSRM server of one's own, and the matrices of Amap, Baidu and Tencent. A source that is
missing, slow, over its quota or talking nonsense never stops anybody: the offline estimate stands.
"""
