local long = ("x"):rep(150)
print(#string.format("%s", long), #string.format("%10s", long), #string.format("%.5s", long), #string.format("%200s", "x") == 200)
