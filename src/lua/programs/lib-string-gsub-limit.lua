for n = -1, 4 do print(n, ("aaa"):gsub("a", "b", n)) end
print(("aaa"):gsub("a", "b", nil), ("aaa"):gsub("a", "b", "2"), ("aaa"):gsub("a", "b", 1.9))
print(pcall(string.gsub, "aaa", "a", "b", {}))
print(("aaa"):gsub("^a", "b"), ("aaa"):gsub("a$", "b"), ("a\naa"):gsub("\n", "|"))
print(("one two"):gsub("(%w+) (%w+)", "%2 %1"), ("one two"):gsub("%w+", "%0 %0", 1))
