print(pcall(string.format, "%0123d", 1)) print(pcall(string.format, "%.123d", 1)) print(pcall(string.format, "%123s", "x")) print(pcall(string.format, "%------d", 1)) print(pcall(string.format, "%s", {})) print(pcall(string.format, "%s", nil)) print(pcall(string.format, "%s"))
print(pcall(string.format)) print(pcall(string.format, "%q")) print(pcall(string.format, "%10q|", "a")) print(("%x"):format(-1), ("%u"):format(-1), ("%d"):format(1e18), ("%d"):format(2 ^ 62))
print(("%q"):format("a\0b\r\n\"\\"))
print(("%5s|%-5s|%.2s|%5.1s|"):format("abc", "abc", "abc", "abc"), ("%s"):format(12), ("%s"):format(1.5))
