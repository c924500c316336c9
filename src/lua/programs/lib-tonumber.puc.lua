for _, s in ipairs({ "10", " 10 ", "10.5", "1e3", "1E-2", "0x10", "0X1f", "-5", "+5", "- 5", "", " ", "1 2", "abc", "0x", "1e", ".5", "5.", ".", "1e+5", "0x1p4", "1_000", "\t7\n", "0b1", "--1", "٣" }) do
  print(("%q"):format(s), tonumber(s))
end
print(tonumber(nil), tonumber(true), tonumber({}), tonumber(5), pcall(tonumber))
print(tonumber("1" .. ("0"):rep(400)), tonumber("-1" .. ("0"):rep(400)), tonumber("0." .. ("0"):rep(400) .. "1"))
