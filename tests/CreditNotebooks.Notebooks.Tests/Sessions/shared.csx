int Shared(int v) => v * 10;
