print("\q\w\e\-")
print("\065\10\049")
print(#"\r\n\v\f\a\b")
