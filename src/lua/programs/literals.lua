print('single', "double", [[long]], [==[with ]] inside]==])
print("a\tb\\n\"q\" \65\066\0677 \'")
print([[
first newline dropped
kept]])
print(#"\0abc\0", ("\0x"):byte(1, 2))
print("line\
continued")
print(3, 3.0, 3.1416, 314.16e-2, 0.31416E1, 0xff, 0x56)
print(#[[

]])
print("\x41" == "x41" or "\x41" == "A")
