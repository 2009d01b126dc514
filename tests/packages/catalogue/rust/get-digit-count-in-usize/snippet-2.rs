let width = (lines + num).to_string().chars().count();
