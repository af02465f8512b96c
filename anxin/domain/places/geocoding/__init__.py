"""Ask map services where an address stands, after our own resolver and checked by it.

Outside calls: never inside an acting block. Without a key no service is asked and the resolver's point stands.
"""

from anxin.domain.places.geocoding import tiles
from anxin.domain.places.geocoding.accounts import KIND, SERVICES, opened, trial
from anxin.domain.places.geocoding.answers import Answer, Located
from anxin.domain.places.geocoding.geocoder import Geocoder
from anxin.domain.places.geocoding.maps import Amap, Baidu, Service, Tencent, Tianditu
