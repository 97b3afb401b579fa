using ClinicSite.Enquiries;

namespace ClinicSite.Tests.Enquiries;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("EB-7K3M-9QWT", "7K3M9QWT")]
    [InlineData("eb-7k3m-9qwt", "7K3M9QWT")]
    [InlineData("7K3M9QWT", "7K3M9QWT")]
    [InlineData("EB7K3M9QWT", "7K3M9QWT")]
    [InlineData(" EB 7K3M 9QWT ", "7K3M9QWT")]
    // The clinic had another name when the mail was sent.
    [InlineData("SKIN-7K3M-9QWT", "7K3M9QWT")]
    [InlineData("EB-OIL1-9QWT", "01119QWT")]
    [InlineData("EB-7K3M", null)]
    [InlineData("EBEBE-7K3M-9QWT", null)]
    [InlineData("E1-7K3M-9QWT", null)]
    [InlineData("EB-7K3M-9QWU", null)]
    [InlineData("EB/7K3M/9QWT", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Parse_WhatAPersonCopiedOrTyped_IsTheReferenceOrNone(string? typed, string? reference) =>
        Assert.Equal(reference, Reference.Parse(typed));
}
