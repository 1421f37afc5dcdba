# Codes, phones and names, as everybody meets them.
phone = Phone number
phone-hint = A Thai mobile that receives SMS, such as 081 234 5678
otp-title = Type the code
otp-request = Send me a code
otp-ask = Send me a code
otp-verify = Confirm the code
otp-again = Send another code
otp-sent-again = A new code was sent
otp-sent-to = A code was sent by SMS to { $phone }
otp-no-sms = No SMS can be sent to this number at the moment
otp-code = Code of { $n } digits
otp-reference = Reference
otp-left = {"{s}"} seconds left
otp-left-s = { $s } seconds left
otp-over = The code has expired. Ask for a new one.
otp-resend-in = Another code in {"{s}"} seconds
otp-without = Send the request without a code
otp-without-words = If no SMS comes, you can send the request without a code. A volunteer will call to check first. In danger to life call
otp-no-sms-reload = No SMS yet? Press here after one minute
otp-demo-sms = See the last SMS (demonstration)
otp-wrong = Wrong code. { $left ->
    [one] 1 try left
   *[other] { $left } tries left
}
otp-expired = The code has expired. Ask for a new one.
otp-used = This code was used. Ask for a new one.
otp-too-many-tries = Too many wrong codes. Ask for a new one.
otp-too-soon =
    { $seconds ->
        [one] A code was sent moments ago. Another one in 1 second.
       *[other] A code was sent moments ago. Another one in { $seconds } seconds.
    }
otp-budget =
    { $minutes ->
        [one] Too many codes were asked for. Try again in 1 minute.
       *[other] Too many codes were asked for. Try again in { $minutes } minutes.
    }
phone-not-verified = Confirm your phone with a code first
name-missing = Type a name
name-too-long = The name is too long
name-not-a-name = This name cannot be read. Type it anew.
phone-missing = Type a phone number
phone-too-short = Digits are missing. A mobile has 10.
phone-too-long = There are too many digits
phone-no-prefix = The number begins with 0, or with + and the country's number
phone-service-number = This is a hotline. Type a person's number.
phone-inner-line = This is an inner line. Type a number that can be called from outside.
phone-landline = A landline receives no SMS. Type a mobile number.
phone-foreign = Codes can be sent to Thai mobiles only
phone-wrong = This is no phone number. An example: 081 234 5678
