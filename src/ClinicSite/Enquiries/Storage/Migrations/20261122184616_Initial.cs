using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClinicSite.Enquiries.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "enquiry",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    TokenId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ContentFingerprint = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Received = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    Score = table.Column<int>(type: "INTEGER", nullable: false),
                    ScoreReasons = table.Column<string>(type: "TEXT", nullable: false),
                    EmailFingerprint = table.Column<byte[]>(type: "BLOB", nullable: true),
                    PhoneFingerprint = table.Column<byte[]>(type: "BLOB", nullable: true),
                    FollowsId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ConsentVersion = table.Column<string>(type: "TEXT", nullable: false),
                    Desk = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    ReplyDue = table.Column<long>(type: "INTEGER", nullable: false),
                    Details_Ciphertext = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Details_KeyId = table.Column<int>(type: "INTEGER", nullable: false),
                    Details_Nonce = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enquiry", x => x.Id);
                    table.ForeignKey(
                        name: "FK_enquiry_enquiry_FollowsId",
                        column: x => x.FollowsId,
                        principalTable: "enquiry",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "delivery",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EnquiryId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    RecipientSlot = table.Column<int>(type: "INTEGER", nullable: false),
                    MessageId = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    Owed = table.Column<long>(type: "INTEGER", nullable: false),
                    NextAttempt = table.Column<long>(type: "INTEGER", nullable: false),
                    LeaseOwner = table.Column<Guid>(type: "TEXT", nullable: true),
                    LeaseEnds = table.Column<long>(type: "INTEGER", nullable: true),
                    LastFailure = table.Column<string>(type: "TEXT", nullable: true),
                    Sent = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_delivery", x => x.Id);
                    table.ForeignKey(
                        name: "FK_delivery_enquiry_EnquiryId",
                        column: x => x.EnquiryId,
                        principalTable: "enquiry",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_delivery_EnquiryId",
                table: "delivery",
                column: "EnquiryId");

            migrationBuilder.CreateIndex(
                name: "IX_delivery_State_NextAttempt",
                table: "delivery",
                columns: new[] { "State", "NextAttempt" });

            migrationBuilder.CreateIndex(
                name: "IX_enquiry_EmailFingerprint",
                table: "enquiry",
                column: "EmailFingerprint");

            migrationBuilder.CreateIndex(
                name: "IX_enquiry_FollowsId",
                table: "enquiry",
                column: "FollowsId");

            migrationBuilder.CreateIndex(
                name: "IX_enquiry_PhoneFingerprint",
                table: "enquiry",
                column: "PhoneFingerprint");

            migrationBuilder.CreateIndex(
                name: "IX_enquiry_Received",
                table: "enquiry",
                column: "Received");

            migrationBuilder.CreateIndex(
                name: "IX_enquiry_Reference",
                table: "enquiry",
                column: "Reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_enquiry_TokenId_ContentFingerprint",
                table: "enquiry",
                columns: new[] { "TokenId", "ContentFingerprint" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "delivery");

            migrationBuilder.DropTable(
                name: "enquiry");
        }
    }
}
