# Pages for trying the program out

demo-sms-title = The last SMS
demo-sms-words = This page is here only while you try the program. Nothing was really sent. It renews itself every 4 seconds.
demo-sms-to = To
demo-sms-at = At
demo-sms-text = Text
demo-sms-none = No message yet
