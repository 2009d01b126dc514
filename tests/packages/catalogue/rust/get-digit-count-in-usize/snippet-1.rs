num.checked_ilog10().unwrap_or(0) + 1
