"""What good means, measured: suites, metrics, systems to compare, reports, gates, benchmarks."""
