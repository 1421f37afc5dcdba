# Photos.
photo-now = The photo as it is now
photo-remove = Remove this photo
photo-ready = Photo made ready: {"{kb}"}{"\u00A0"}KB
photo-too-large = This photo is larger than { $most }{"\u00A0"}MB. Choose a smaller one.
photo-not-a-picture = This file is not a photo. Choose a JPEG, PNG or WebP picture.
photo-heic = This photo is in the iPhone's own format (HEIC). Send it as JPEG: Settings → Camera → Formats → Most Compatible, or share it to yourself and send what arrives.
photo-other-format = This kind of picture is not taken. Send it as JPEG, PNG or WebP.
photo-too-many-pixels = This photo has more than { $most } megapixels. Send a smaller one.
photo-broken = This photo is incomplete or damaged. Choose it again, or take it anew.
photo-gone = The photo chosen before is no longer there. Choose it again.
