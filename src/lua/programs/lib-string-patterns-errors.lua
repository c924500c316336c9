for _, p in ipairs({ "[a", "[]", "[^]", "%", "(", ")", "(()", "())", "%1", "(%1)", "(a)%2", "%b", "%ba", "[a-", "[%", "%f", "x%" }) do
  print(p, pcall(string.find, "some text (a)", p))
end
print(pcall(string.find, "a", ("("):rep(33) .. (")"):rep(33)))
print(pcall(string.rep("(", 10).gsub, "x", ("(x"):rep(40), ""))
