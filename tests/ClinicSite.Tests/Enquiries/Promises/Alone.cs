namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>For tests that measure time: they run when no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
