# Terms and privacy notice

terms-version = Version { $version }
terms-other-language = This text is available in { $language } only.
terms-no-contact = The organisation that runs this site has not named a contact yet. Until then ask the Damrongdhama Centre, [1567](tel:1567).
