for _, s in ipairs({ "", "plain", 'say "hi"', "back\\slash", "new\nline", "tab\t", "cr\r", "\1\2", "mixed \\n \"\n\"" }) do
  local q = string.format("%q", s)
  print(q, loadstring("return " .. q)() == s)
end
print(string.format("%q", 12), pcall(string.format, "%q"), pcall(string.format, "%q", nil))
