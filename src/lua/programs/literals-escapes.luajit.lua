print("\x41\x7a\u{48}\u{e9}\u{20AC}")
print("a\z
       b\z   c")
print(loadstring("return '\\q'"))
print(loadstring("return '\\xg1'"))
print(loadstring("return '\\300'"))
