print(("hello"):gsub("^h", "J"), ("hello"):gsub("^e", "J"), ("hello"):gsub("o$", "0"), ("a$b"):gsub("$b", "x"))
print(("^a"):gsub("%^a", "x"), ("a^a"):gsub("a^a", "y"), ("aaa"):gsub("^a*", "-"), ("aaa"):gsub("a*$", "-"))
print(("abc"):gsub(".-", "x"), ("abc"):gsub(".-b", "x"), ("abc"):gsub("b*", "x"), ("baac"):gsub("a*", "x"))
