// The islands of forms in one file: small ones are not worth a request each.
import "./keep-typed";
import "./send-form";
import "./otp-clock";
import "./area-picker";
import "./told-field";
import "./photo-field";
