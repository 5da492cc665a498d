"""The official document on paper, after Nghị định 30/2020/NĐ-CP: the same frame for every subject."""
