"""Questions with feedback per option, as often as the student likes."""
